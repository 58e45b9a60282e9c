package org.openfoodfacts.brigade.suite.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command that starts one of the suite's Java processes: small heap, quick start, with an AOT cache or in training for one. */
public record JavaCommand(String heap, List<String> options, List<String> program) {
    private static final List<String> ALWAYS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-Djava.awt.headless=true",
            "-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$s [%3$s] %5$s%6$s%n");

    public JavaCommand {
        options = List.copyOf(options);
        program = List.copyOf(program);
    }

    public static JavaCommand main(String heap, String classPath, Class<?> main, String... arguments) {
        List<String> program = new ArrayList<>(List.of("-cp", classPath, main.getName()));
        program.addAll(Arrays.asList(arguments));
        return new JavaCommand(heap, List.of(), program);
    }

    public static JavaCommand jar(String heap, Path jar) {
        return new JavaCommand(heap, List.of(), List.of("-jar", jar.toString()));
    }

    public JavaCommand with(List<String> moreOptions) {
        return new JavaCommand(heap, moreOptions, program);
    }

    public List<String> argv() {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.add("-Xmx" + heap);
        argv.addAll(ALWAYS);
        argv.addAll(options);
        argv.addAll(program);
        return argv;
    }
}
