package org.comity.taxii;

import java.util.List;
import java.util.Optional;

final class MemoryApiRootTest extends ApiRootContract {
    static final Collection OWN =
            new Collection(
                    "365fed99-08fa-4fcd-a1b3-fb247eb41d01",
                    Optional.of("own"),
                    "Own",
                    "what is pushed",
                    true,
                    true);

    private final MemoryApiRoot.Shelves shelves = new MemoryApiRoot.Shelves();

    @Override
    protected ApiRoot root() {
        return new MemoryApiRoot(shelves, "one", List.of(OWN));
    }

    @Override
    protected ApiRoot ofAnother() {
        return new MemoryApiRoot(shelves, "two", List.of(OWN));
    }
}
