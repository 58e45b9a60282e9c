package org.openfoodfacts.brigade.confs.nginx;

import java.util.List;

/** What stands up to the next {@code ;}, brace or end of the file, {@code end} being which; ERROR when nginx refuses what it met. */
record Statement(List<Word> words, End end, int line, int column, String refused) {
    enum End {
        SEMICOLON,
        OPEN,
        CLOSE,
        FILE,
        ERROR
    }
}
