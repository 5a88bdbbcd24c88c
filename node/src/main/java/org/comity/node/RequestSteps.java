package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.comity.exchange.RequestBook;
import org.comity.statement.Attachment;
import org.comity.statement.Audience;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;

/**
 * The steps of requests in the logs for named members as far as they are here, and what is attached
 * to them.
 *
 * @param unread statements of the kind that this version cannot read: a person has to know that
 *     something was asked
 */
record RequestSteps(List<RequestBook.Placed> steps, List<StatementId> unread) {
    RequestSteps {
        steps = List.copyOf(steps);
        unread = List.copyOf(unread);
    }

    static RequestSteps of(Desk desk) throws IOException {
        return of(desk, _ -> true);
    }

    /** Of what these said to one another: what others ask does not make it longer. */
    static RequestSteps of(Desk desk, Audience.Parties parties) throws IOException {
        return of(desk, it -> it.audience().equals(Optional.of(parties)));
    }

    /** Of the requests whose id begins so. */
    static RequestSteps of(Desk desk, String prefix) throws IOException {
        return desk.indexes().requests().beginningWith(desk, prefix);
    }

    private static RequestSteps of(Desk desk, Predicate<Log> wanted) throws IOException {
        return desk.indexes().requests().steps(desk, wanted);
    }

    /** Its payload is read only where the leaf says that it is one of this kind. */
    private static Optional<Statement> statement(Desk desk, StatementId id, StatementKind kind)
            throws IOException {
        return desk.logs().leaf(id).filter(it -> it.kind() == kind).isPresent()
                ? desk.payloads().statement(id)
                : Optional.empty();
    }

    /**
     * What a step names in the log that it stands in itself, for the same two: such a statement is
     * part of it. Empty where the payload is not here, or no longer.
     */
    static Optional<Attachment> attachment(Desk desk, RequestBook.Placed step, StatementId id)
            throws IOException {
        if (!id.origin().equals(step.at().origin()) || !step.step().about().contains(id)) {
            return Optional.empty();
        }
        return statement(desk, id, StatementKind.BUNDLE)
                .filter(it -> it.payload().audience().equals(step.to()))
                .flatMap(it -> Attachment.parse(it.payload().json()).optional());
    }
}
