package org.comity.node;

/** What to do about something that {@code comity check-data} found. */
enum Remedy {
    NEXT_START(false, "nothing to do: the next start puts it right", ""),
    HARMLESS(false, "nothing to do: no answer depends on it; it may be deleted", ""),
    LOOK(false, "if nobody here changed it, put it back from a copy; else start the node", ""),
    WAIT(false, "nothing to do: the node fetches what is still missing", ""),
    RECOVER(
            false,
            "the log is whole and the node may run; what a member holds that may read it comes back"
                    + " with comity recover. What nobody holds is lost: take it off with comity"
                    + " erase, and say it again",
            ""),
    UNHEARD(false, "nothing is said in that log until then; all others go on", ""),
    REBUILD(true, "it follows from the logs and is made anew", "comity rebuild"),
    REFETCH(
            true,
            "stop the node, drop this copy of the member's logs, start it: it fetches them anew",
            "comity refetch"),
    OWN_LOG(
            true,
            "do not run this directory, or it may sign a second history of this member's log;"
                    + " keep it and see Backup in docs/operate.md",
            ""),
    STORE(
            true,
            "do not start the node and keep a copy of the directory: the disk gave back other"
                    + " bytes than were written. Own statements come back only from a backup or"
                    + " from the members; see Backup in docs/operate.md",
            ""),
    CHARTER(
            true,
            "do not run this directory: what it holds for the charter was not agreed to; fetch"
                    + " the charter from a member and compare",
            ""),
    KEY(
            true,
            "put the file back from its copy; without one have the charter list new keys: comity"
                    + " charter rotate",
            ""),
    EXCHANGE_KEY(
            true,
            "put keys/exchange.key back from its copy; without one ask a member for theirs, it is"
                    + " the same for all. Do not report mails before",
            ""),
    CONFIGURATION(true, "correct comity.toml; docs/operate.md explains every key", ""),
    PERMISSIONS(
            true,
            "take the rights of others away: chmod -R go= on the directory. A secret that others"
                    + " could read counts as known: comity charter rotate",
            ""),
    EVIDENCE(
            true,
            "keep the mail itself as evidence if it is still there; comity rebuild drops what is not"
                    + " what was taken",
            "comity rebuild"),
    SAY_AGAIN(
            true,
            "nobody else holds it: comity rebuild drops what cannot be read; say it again (comity"
                    + " want, comity ignore)",
            "comity rebuild"),
    IMPORT_NETWORKS(
            true, "delete it, or make it anew from the source's files", "comity network import"),
    NEWER(
            true,
            "written by a newer version, or by another program: run the version that wrote it",
            "");

    private final boolean grave;
    private final String words;
    private final String command;

    Remedy(boolean grave, String words, String command) {
        this.grave = grave;
        this.words = words;
        this.command = command;
    }

    /** False for what changes no answer. */
    boolean isGrave() {
        return grave;
    }

    /** In words, with the command where there is one. */
    String words() {
        return command.isEmpty() ? words : words + ": " + command;
    }
}
