package org.openfoodfacts.brigade.agent.main;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.exec.Redaction;

/** One redacted line per log record on standard error: time, level, logger, message; a stack trace follows where there is one. */
final class PlainFormatter extends Formatter {
    /** Kept here, because the log manager would let an unused logger and its level be collected. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    static void install() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        ConsoleHandler handler = new ConsoleHandler();
        handler.setFormatter(new PlainFormatter());
        root.addHandler(handler);
        // The clients repeat themselves several times a second while Kafka is away; our own loops say it once per try.
        KAFKA.setLevel(Level.SEVERE);
    }

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(120)
                .append(record.getInstant().truncatedTo(ChronoUnit.MILLIS))
                .append(' ')
                .append(record.getLevel().getName())
                .append(' ')
                .append(shortName(record.getLoggerName()))
                .append(": ")
                .append(Redaction.of(formatMessage(record)))
                .append('\n');
        if (record.getThrown() != null) {
            StringWriter trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(Redaction.of(trace.toString())).append('\n');
        }
        return line.toString();
    }

    private static String shortName(String logger) {
        return logger == null ? "-" : logger.substring(logger.lastIndexOf('.') + 1);
    }
}
