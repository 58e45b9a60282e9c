package org.openfoodfacts.brigade.suite.simulation.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.contracts.replication.ShellLine;
import org.openfoodfacts.brigade.suite.launch.Installation;

/**
 * A virtual machine with disks that speak SMART: {@code suite/lab/disks/machine} says which. It lives as long as that script, and that as long as its
 * standard input is open: a JVM that is killed leaves nothing behind. One command at a time, of any length; it is not timed out.
 */
final class DisksMachine implements ToolMachine, Exec, AutoCloseable {
    private static final String UP = "lab: up";
    private static final String ANSWER = "answer";
    private static final String AGAIN = "again";
    private static final int MOST_TRIES = 20;
    private static final int NO_SUCH_TOOL = 127;
    private static final int SECONDS_TO_END = 60;

    private final Process script;

    private DisksMachine(Process script) {
        this.script = script;
    }

    static Path script() {
        return Installation.find().root().resolve("suite/lab/disks/machine");
    }

    static DisksMachine boot() {
        try {
            Process script = new ProcessBuilder(script().toString(), "run")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said = script.inputReader();
            StringBuilder all = new StringBuilder();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.contains(UP)) {
                    return new DisksMachine(script);
                }
                all.append(line).append('\n');
            }
            throw new IllegalStateException("no machine with disks: " + all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Exec exec() {
        return this;
    }

    @Override
    public synchronized ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
        try {
            String answer = ask(ShellLine.of(invocation.argv()));
            String[] words = answer == null ? new String[0] : answer.split(" ", -1);
            if (words.length != 4 || !words[0].equals(ANSWER)) {
                throw new IllegalStateException("the machine with disks answered: " + answer);
            }
            int code = Integer.parseInt(words[1]);
            return code == NO_SUCH_TOOL
                    ? new ExecResult.Missing(invocation.tool())
                    : new ExecResult.Exited(code, text(words[2]), text(words[3]), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What does not arrive as it was sent is sent again. */
    private String ask(String command) throws IOException {
        String line = md5(command) + " " + command + "\n";
        String answer = AGAIN;
        for (int tries = 0; AGAIN.equals(answer) && tries < MOST_TRIES; tries++) {
            Writer commands = script.outputWriter();
            commands.write(line);
            commands.flush();
            answer = script.inputReader().readLine();
        }
        return answer;
    }

    private static String md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    @Override
    public void write(String path, String content) {
        throw new UnsupportedOperationException("this machine has nothing but disks");
    }

    @Override
    public void close() {
        try {
            script.outputWriter().close();
            if (!script.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                script.destroy(); // the script then ends the machine, too
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
