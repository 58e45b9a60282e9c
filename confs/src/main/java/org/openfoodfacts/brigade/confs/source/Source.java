package org.openfoodfacts.brigade.confs.source;

/**
 * One file as one machine sees it: {@code name} is where it stands in the repository, {@code folder} the machine's folder below
 * {@code confs/} (empty elsewhere), {@code real} the name of the file that holds the text once links are followed.
 */
public final class Source {
    /** A larger file is no source: it is not read. */
    public static final long MAX_BYTES = 1_000_000;

    private static final String CONFS = "confs/";

    private final String name;
    private final String real;
    private final String folder;
    private final LazyText text;

    Source(String name, String real, LazyText text) {
        this.name = name;
        this.real = real;
        this.folder = folder(name);
        this.text = text;
    }

    public String name() {
        return name;
    }

    public String real() {
        return real;
    }

    public Text text() {
        return text.get();
    }

    public String folder() {
        return folder;
    }

    private static String folder(String name) {
        int end = name.indexOf('/', CONFS.length());
        return name.startsWith(CONFS) && end > 0 ? name.substring(CONFS.length(), end) : "";
    }

    /** The name below the machine's folder: {@code nginx/conf.d/x.conf}; the whole name elsewhere. */
    public String inFolder() {
        return folder.isEmpty() ? name : name.substring(CONFS.length() + folder.length() + 1);
    }

    public String fileName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return name;
    }
}
