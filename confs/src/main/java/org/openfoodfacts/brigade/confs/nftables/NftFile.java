package org.openfoodfacts.brigade.confs.nftables;

import java.util.List;
import java.util.stream.Stream;

/** A file of nft as nested statements: {@code table inet filter { chain input { … } }}, an include, a rule. */
public record NftFile(List<Statement> statements) {
    public NftFile {
        statements = List.copyOf(statements);
    }

    /** {@code text} with single blanks and without what stands in braces; {@code block} is empty for a plain statement too. */
    public record Statement(String text, int line, List<Statement> block) {
        public Statement {
            block = List.copyOf(block);
        }

        /** {@code table}, {@code chain}, {@code include}, … */
        public String keyword() {
            int blank = text.indexOf(' ');
            return blank < 0 ? text : text.substring(0, blank);
        }
    }

    public Stream<Statement> all(String keyword) {
        return statements.stream().filter(s -> s.keyword().equals(keyword));
    }
}
