package org.openfoodfacts.brigade.confs.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Where a value stands: line and column from 1, and the path of its field. */
public record Place(int line, int column, String field) {

    static Place of(Node node, String field) {
        return of(node.getStartMark(), field);
    }

    static Place of(Mark mark, String field) {
        return mark == null ? new Place(0, 0, field) : new Place(mark.getLine() + 1, mark.getColumn() + 1, field);
    }
}
