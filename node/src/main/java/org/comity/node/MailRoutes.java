package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import org.comity.intake.AddressRange;
import org.comity.intake.MboxSplitter;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;

/**
 * {@code POST /mail/check}, for the member's own mail server: a mail comes in, and what the lists
 * say of it goes out. On a socket of its own, because it tells whoever may ask which texts are
 * reported, and so must never stand behind the address that is open to members.
 */
final class MailRoutes implements HttpServer.Routes {
    private final Desk desk;
    private final Asking asking;
    private final Metrics metrics;

    MailRoutes(Desk desk, Metrics metrics) {
        this.desk = desk;
        this.asking = new Asking(desk);
        this.metrics = metrics;
    }

    @Override
    public boolean admits(String from) {
        Optional<Subject> address = Observables.normalise(SubjectKind.ADDRESS, from).optional();
        return address.isPresent()
                && desk.config().local().mail().clients().stream()
                        .anyMatch((AddressRange it) -> it.contains(address.get()));
    }

    @Override
    public int bodyBytesMax(String method, String path) {
        return method.equals("POST") && path.equals("/mail/check")
                ? MboxSplitter.MAIL_BYTES_MAX
                : 0;
    }

    @Override
    public HttpServer.Answered answer(HttpServer.Asked asked) throws IOException {
        if (!asked.path().equals("/mail/check")) {
            return HttpServer.Answered.text(404, "only /mail/check is here");
        }
        if (!asked.method().equals("POST")) {
            return HttpServer.Answered.text(405, "POST the mail");
        }
        String query = asked.target().substring(asked.path().length());
        if (!query.matches("(\\?list=[a-z0-9-]+)?")) {
            throw new Refusal("after the path only ?list=NAME may stand", "");
        }
        String name = query.isEmpty() ? "" : query.substring("?list=".length());
        metrics.mailChecks.inc();
        var check = new MailCheck(desk, asking.list(name), desk.nowSecond());
        return HttpServer.Answered.of(
                200, "application/json", Bytes.utf8(Json.line(check.answer(asked.body())) + "\n"));
    }
}
