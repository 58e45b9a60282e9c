package org.openfoodfacts.brigade.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What reading the configuration repository costs, for fleets of several sizes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParserBenchmark {
    private static final String CONTAINER = """
            #a guest%3A with a description
            arch: amd64
            cores: 4
            hostname: north-proxy
            memory: 4096
            mp0: /zfs-hdd/off,mp=/mnt/off
            net0: name=eth0,bridge=vmbr0,gw=10.1.0.1,ip=10.1.0.101/24,type=veth
            rootfs: zfs-hdd:subvol-101-disk-0,size=20G
            """;

    @Param({"10", "100", "1000"})
    private int nodes;

    private String fleet;

    @Setup
    public void writeFleet() {
        StringBuilder text =
                new StringBuilder("fleet: benchmark\nsites:\n  - name: north\n    description: one\nnodes:\n");
        for (int i = 0; i < nodes; i++) {
            text.append("  - name: node").append(i).append("\n    kind: host\n    site: north\n    roles: [storage]\n");
            text.append("    addresses: [10.1.")
                    .append(i / 250)
                    .append('.')
                    .append(i % 250 + 1)
                    .append("]\n");
        }
        fleet = text.toString();
    }

    @Benchmark
    public Parsed<Fleet> fleetFile() {
        return FleetFile.parse(fleet);
    }

    @Benchmark
    public Parsed<GuestConf> container() {
        return GuestParser.parse("lxc_101.conf", CONTAINER);
    }
}
