package org.comity.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;

/** Rows in one directory of this machine. */
public final class EmbeddedStore implements Store {
    private EmbeddedStore() {}

    public static EmbeddedStore open(Path directory, boolean create) throws IOException {
        throw new UnsupportedOperationException();
    }

    public static List<Finding> inspect(Path directory) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * The torn tail that opening cut off, if there was one: bytes that no caller was ever told are
     * safe.
     */
    public Optional<Finding> tornTail() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void commit(List<Change> changes) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Bytes> value(Bytes key) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void compact() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoreFigures figures() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
