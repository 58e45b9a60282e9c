package org.openfoodfacts.brigade.confs.proxmox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The percent encoding of descriptions: UTF-8 bytes that are controls, '%', ':' or beyond ASCII, as %XX. */
final class PercentEncoding {
    private PercentEncoding() {}

    /** A '%' that is not followed by two hexadecimal digits stands for itself. */
    static String decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    static String encode(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int value = b & 0xff;
            if (value < 0x20 || value >= 0x7f || value == '%' || value == ':') {
                out.append('%').append(String.format("%02X", value));
            } else {
                out.append((char) value);
            }
        }
        return out.toString();
    }
}
