package org.comity.charter;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/**
 * A room with one clause of its rules switched off: its class files are changed while a test loads
 * them, so nothing that ships has a switch.
 *
 * @param clause what the rules say, in words
 * @param type of the room, method in it
 */
public record Mutant(String clause, String type, String method, Change change) {
    /** What is done to the method. */
    private sealed interface Change {
        /** It answers this at once, whatever it was asked; nothing, where it has no answer. */
        record Returns(long value) implements Change {}

        /** Of its conditional jumps the one with this index, from 0, is never taken. */
        record Passes(int jump) implements Change {}

        /** And that one is always taken. */
        record Jumps(int jump) implements Change {}

        /** In it and its lambdas, this number is another. */
        record Puts(long number, long instead) implements Change {}

        /** In it and its lambdas, calls of this method give that value. */
        record Takes(String called, long value) implements Change {}

        /** Nothing: the tests must be green on a room that is loaded like this. */
        record Nothing() implements Change {}
    }

    private static final String NOWHERE = "";

    /** The room as it is. */
    public static Mutant none() {
        return new Mutant("nothing is switched off", NOWHERE, NOWHERE, new Change.Nothing());
    }

    public static Mutant returns(String clause, String type, String method, long value) {
        return new Mutant(clause, type, method, new Change.Returns(value));
    }

    public static Mutant passes(String clause, String type, String method, int jump) {
        return new Mutant(clause, type, method, new Change.Passes(jump));
    }

    public static Mutant jumps(String clause, String type, String method, int jump) {
        return new Mutant(clause, type, method, new Change.Jumps(jump));
    }

    /** The number of the clause is another in that place, "Type.method". */
    public static Mutant puts(String clause, String place, long number, long instead) {
        return new Mutant(clause, typeOf(place), methodOf(place), new Change.Puts(number, instead));
    }

    /** What is asked in that place, "Type.method", is always answered so. */
    public static Mutant takes(String clause, String place, String called, long value) {
        return new Mutant(clause, typeOf(place), methodOf(place), new Change.Takes(called, value));
    }

    private static String typeOf(String place) {
        return place.substring(0, place.lastIndexOf('.'));
    }

    private static String methodOf(String place) {
        return place.substring(place.lastIndexOf('.') + 1);
    }

    /**
     * Whether the test method fails on the mutated room.
     *
     * @param asking a class of the room
     */
    public boolean isSeenBy(Class<?> asking, String testClass, String testMethod)
            throws ReflectiveOperationException {
        return isSeenIn(asking.getPackageName() + ".", testClass, testMethod);
    }

    /**
     * The same where the mutant is in one room and the test in another that uses it; rooms between
     * the two see nothing of the mutant.
     *
     * @param rooms what the names of all their classes begin with, a dot at its end; the mutant's
     *     type and the test class are named from there
     */
    public boolean isSeenIn(String rooms, String testClass, String testMethod)
            throws ReflectiveOperationException {
        var anew = List.of(rooms + roomOf(type), rooms + roomOf(testClass));
        var loader = new Loader(this, rooms + type, anew);
        Class<?> test = loader.loadClass(rooms + testClass);
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        Method method = test.getDeclaredMethod(testMethod);
        method.setAccessible(true);
        try {
            method.invoke(constructor.newInstance());
            return false;
        } catch (InvocationTargetException failed) {
            for (Throwable why = failed; why != null; why = why.getCause()) {
                if (why instanceof LinkageError broken) {
                    throw new IllegalStateException("the mutant does not fit", broken);
                }
            }
            return true;
        } finally {
            if (!loader.changed && !(change instanceof Change.Nothing)) {
                throw new IllegalStateException("nothing to change for: " + clause);
            }
        }
    }

    /** The beginning of a name up to its first dot; nothing where it has none. */
    private static String roomOf(String name) {
        return name.substring(0, name.indexOf('.') + 1);
    }

    /** Loads the rooms anew, tests and all, and takes everything else from where it is. */
    private static final class Loader extends ClassLoader {
        private final Mutant mutant;
        private final String type;
        private final List<String> anew;
        private boolean changed;

        Loader(Mutant mutant, String type, List<String> anew) {
            super(Mutant.class.getClassLoader());
            this.mutant = mutant;
            this.type = type;
            this.anew = anew;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (anew.stream().noneMatch(name::startsWith)) {
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
                byte[] now = name.equals(type) ? mutated(file) : file;
                return defineClass(name, now, 0, now.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }

        private byte[] mutated(byte[] file) {
            // The names of local variables do not fit code that no longer has them.
            ClassFile format = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG);
            return format.transformClass(
                    format.parse(file),
                    (to, element) -> {
                        if (element instanceof MethodModel method
                                && isMeant(method.methodName().stringValue())
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

        private boolean isMeant(String name) {
            boolean lambda = name.startsWith("lambda$" + mutant.method() + "$");
            return switch (mutant.change()) {
                case Change.Puts _, Change.Takes _ -> lambda || name.equals(mutant.method());
                case Change.Returns _, Change.Passes _, Change.Jumps _, Change.Nothing _ ->
                        name.equals(mutant.method());
            };
        }

        private void write(CodeBuilder to, MethodModel method, CodeModel code) {
            switch (mutant.change()) {
                case Change.Returns(long value) -> {
                    changed = true;
                    answer(to, method.methodTypeSymbol().returnType(), value);
                    to.return_(TypeKind.from(method.methodTypeSymbol().returnType()));
                }
                case Change.Passes(int jump) -> rewrite(to, code, jump, false);
                case Change.Jumps(int jump) -> rewrite(to, code, jump, true);
                case Change.Puts(long number, long instead) ->
                        code.forEach(it -> {
                            if (it instanceof ConstantInstruction constant
                                    && (constant.constantValue().equals(number)
                                            || constant.constantValue().equals((int) number))) {
                                changed = true;
                                if (constant.typeKind() == TypeKind.LONG) {
                                    to.loadConstant(instead);
                                } else {
                                    to.loadConstant((int) instead);
                                }
                            } else {
                                to.with(it);
                            }
                        });
                case Change.Takes(String called, long value) ->
                        code.forEach(it -> {
                            if (it instanceof InvokeInstruction call
                                    && call.name().equalsString(called)) {
                                changed = true;
                                forget(to, call);
                                answer(to, call.typeSymbol().returnType(), value);
                            } else {
                                to.with(it);
                            }
                        });
                case Change.Nothing() -> code.forEach(to::with);
            }
        }

        private static void answer(CodeBuilder to, ClassDesc type, long value) {
            switch (TypeKind.from(type)) {
                case LONG -> to.loadConstant(value);
                case VOID -> {}
                default -> to.loadConstant((int) value);
            }
        }

        /** What the call would have been given. */
        private static void forget(CodeBuilder to, InvokeInstruction call) {
            MethodTypeDesc type = call.typeSymbol();
            for (int at = type.parameterCount() - 1; at >= 0; at--) {
                if (TypeKind.from(type.parameterType(at)).slotSize() == 2) {
                    to.pop2();
                } else {
                    to.pop();
                }
            }
            if (call.opcode() != Opcode.INVOKESTATIC) {
                to.pop();
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
