package org.openfoodfacts.brigade.confs.sysctl;

/**
 * A kernel parameter as a {@code sysctl.d} file sets it. {@code mayFail} when written with a leading {@code -}; without a value it then
 * only takes the key out of what patterns set, and {@code value} is null.
 */
public record SysctlSetting(String key, String value, boolean mayFail, int line) {
    /** The key with dots, however its separators are written: the first of {@code .} and {@code /} in it decides. */
    public String dotted() {
        int slash = key.indexOf('/');
        int dot = key.indexOf('.');
        boolean slashed = slash >= 0 && (dot < 0 || slash < dot);
        return slashed ? key.replace('.', '\0').replace('/', '.').replace('\0', '/') : key;
    }
}
