package org.comity.node;

import picocli.CommandLine;

/** Says which version this is; picocli asks for it. */
final class Version implements CommandLine.IVersionProvider {
    static final String NUMBER = "0.1.0";

    @Override
    public String[] getVersion() {
        return new String[] {"comity " + NUMBER};
    }
}
