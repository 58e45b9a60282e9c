package org.openfoodfacts.brigade.confs.shell;

/** An error or warning of ShellCheck: {@code SC} and the code, the line from 1, and what it says. */
public record ShellRemark(int code, int line, String text) {}
