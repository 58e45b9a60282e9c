package org.openfoodfacts.brigade.cli.text;

import java.io.PrintWriter;
import org.openfoodfacts.brigade.suite.launch.Printable;

/** Writes to a terminal what may be text of others: only {@link Printable} lines. JSON means the same afterwards. */
public final class PrintableWriter extends PrintWriter {
    public PrintableWriter(PrintWriter out) {
        super(out, true);
    }

    @Override
    public void write(int c) {
        write(Character.toString((char) c));
    }

    @Override
    public void write(char[] text, int offset, int length) {
        write(new String(text, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) {
        String printable = Printable.lines(text.substring(offset, offset + length));
        super.write(printable, 0, printable.length());
    }
}
