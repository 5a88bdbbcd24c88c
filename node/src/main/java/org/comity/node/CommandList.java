package org.comity.node;

import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;

/** Help that lists commands with their whole first sentence; picocli takes a line of it. */
final class CommandList extends Help {
    private static final int INDENT = 2;

    CommandList(CommandSpec of, ColorScheme colours) {
        super(of, colours);
    }

    @Override
    public String commandList(Map<String, Help> commands) {
        int names = commands.keySet().stream().mapToInt(String::length).max().orElse(0) + INDENT;
        int width = commandSpec().usageMessage().width();
        TextTable table =
                TextTable.forColumns(
                        colorScheme(),
                        new Column(names + INDENT, INDENT, Overflow.SPAN),
                        new Column(width - names - INDENT, INDENT, Overflow.WRAP));
        commands.forEach((name, help) ->
                table.addRowValues(
                        new Text[] {
                            colorScheme().commandText(name),
                            colorScheme().text(firstSentence(help.commandSpec()))
                        }));
        return table.toString();
    }

    private static String firstSentence(CommandSpec of) {
        String whole = String.join(" ", of.usageMessage().description());
        int end = whole.indexOf(". ");
        return end < 0 ? whole : whole.substring(0, end + 1);
    }
}
