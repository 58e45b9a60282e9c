package org.openfoodfacts.brigade.suite.bus;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** The Kafka broker of a suite, and its own controller, in one process. Its storage is formatted on first start, with the administrator's user. */
public final class BrokerMain {
    private BrokerMain() {}

    /** @param arguments one: the properties file */
    public static void main(String[] arguments) throws Exception {
        Properties properties = read(Path.of(arguments[0]));
        format(properties);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
        server.startup();
        server.awaitShutdown();
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static void format(Properties properties) throws Exception {
        String password = (String) properties.remove(BrokerConfig.ADMIN_PASSWORD);
        String folder = properties.getProperty("log.dirs");
        Files.createDirectories(Path.of(folder));
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId((String) properties.remove(BrokerConfig.CLUSTER_ID))
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setControllerListenerName("CONTROLLER")
                .setIgnoreFormatted(true)
                .setScramArguments(List.of("SCRAM-SHA-512=[name=admin,password=" + password + "]"))
                .addDirectory(folder)
                .setMetadataLogDirectory(folder)
                .run();
    }
}
