package org.comity.agreement;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * The room with one clause of its rules switched off: its class files are changed while a test
 * loads them, so nothing that ships has a switch.
 *
 * @param clause what the rules say, in words
 * @param type of the room, method in it
 */
record Mutant(String clause, String type, String method, Change change) {
    /** What is done to the method. */
    sealed interface Change {
        /** It answers this at once, whatever it was asked. */
        record Returns(long value) implements Change {}

        /** Of its conditional jumps the one with this index, from 0, is never taken. */
        record Passes(int jump) implements Change {}

        /** And that one is always taken. */
        record Jumps(int jump) implements Change {}
    }

    static Mutant returns(String clause, String type, String method, long value) {
        return new Mutant(clause, type, method, new Change.Returns(value));
    }

    static Mutant passes(String clause, String type, String method, int jump) {
        return new Mutant(clause, type, method, new Change.Passes(jump));
    }

    static Mutant jumps(String clause, String type, String method, int jump) {
        return new Mutant(clause, type, method, new Change.Jumps(jump));
    }

    /** Whether the test method of the room fails on the mutated room. */
    boolean isSeenBy(String testClass, String testMethod) throws ReflectiveOperationException {
        var loader = new Loader(this);
        Class<?> test = loader.loadClass(Mutant.class.getPackageName() + "." + testClass);
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        Method method = test.getDeclaredMethod(testMethod);
        method.setAccessible(true);
        try {
            method.invoke(constructor.newInstance());
            return false;
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof VerifyError broken) {
                throw new IllegalStateException("the mutant is no class", broken);
            }
            return true;
        } finally {
            if (!loader.changed) {
                throw new IllegalStateException("nothing to change for: " + clause);
            }
        }
    }

    /** Loads the room anew, tests and all, and takes everything else from where it is. */
    private static final class Loader extends ClassLoader {
        private static final String ROOM = Mutant.class.getPackageName() + ".";

        private final Mutant mutant;
        private boolean changed;

        Loader(Mutant mutant) {
            super(Mutant.class.getClassLoader());
            this.mutant = mutant;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(ROOM)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in =
                    getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] file = in.readAllBytes();
                byte[] now = name.equals(ROOM + mutant.type()) ? mutated(file) : file;
                return defineClass(name, now, 0, now.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }

        private byte[] mutated(byte[] file) {
            ClassFile format = ClassFile.of();
            return format.transformClass(
                    format.parse(file),
                    (to, element) -> {
                        if (element instanceof MethodModel method
                                && method.methodName().equalsString(mutant.method())
                                && method.code().isPresent()) {
                            to.transformMethod(
                                    method,
                                    (builder, part) -> {
                                        if (part instanceof CodeModel code) {
                                            builder.withCode(it -> write(it, method, code));
                                        } else {
                                            builder.with(part);
                                        }
                                    });
                        } else {
                            to.with(element);
                        }
                    });
        }

        private void write(CodeBuilder to, MethodModel method, CodeModel code) {
            switch (mutant.change()) {
                case Change.Returns(long value) -> {
                    changed = true;
                    ClassDesc type = method.methodTypeSymbol().returnType();
                    if (type.descriptorString().equals("J")) {
                        to.loadConstant(value).lreturn();
                    } else {
                        to.loadConstant((int) value).ireturn();
                    }
                }
                case Change.Passes(int jump) -> rewrite(to, code, jump, false);
                case Change.Jumps(int jump) -> rewrite(to, code, jump, true);
            }
        }

        private void rewrite(CodeBuilder to, CodeModel code, int jump, boolean taken) {
            int at = 0;
            for (CodeElement element : code) {
                if (element instanceof BranchInstruction branch
                        && branch.opcode() != Opcode.GOTO
                        && branch.opcode() != Opcode.GOTO_W
                        && at++ == jump) {
                    changed = true;
                    pop(to, branch.opcode());
                    if (taken) {
                        to.goto_(branch.target());
                    }
                } else {
                    to.with(element);
                }
            }
        }

        /** What the jump would have compared. */
        private static void pop(CodeBuilder to, Opcode opcode) {
            if (opcode.name().startsWith("IF_")) {
                to.pop2();
            } else {
                to.pop();
            }
        }
    }
}
