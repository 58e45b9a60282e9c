package org.openfoodfacts.brigade.confs.lint.documents;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Documents against files. */
public final class DocumentRules {
    public static final List<Rule> ALL = List.of(
            new DocumentLinkRule(), new DocumentAnchorRule(), new DocumentGuestRule(), new DocumentedGuestRule());

    private DocumentRules() {}
}
