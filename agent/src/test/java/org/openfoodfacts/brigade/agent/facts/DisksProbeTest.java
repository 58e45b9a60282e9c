package org.openfoodfacts.brigade.agent.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.facts.DisksFact;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Wear;

/** In the form of smartctl 7.3, of which only what counts is kept. */
class DisksProbeTest {
    private static final String ATA = """
            {"smartctl": {"version": [7, 3], "exit_status": 0},
             "device": {"name": "/dev/sda", "type": "sat", "protocol": "ATA"},
             "model_family": "Seagate Exos X16", "model_name": "ST16000NM001G-2KK103", "serial_number": "ZL2EXMPL",
             "smart_status": {"passed": true},
             "ata_smart_attributes": {"revision": 10, "table": [
               {"id": 5, "name": "Reallocated_Sector_Ct", "value": 100, "thresh": 10, "raw": {"value": 16, "string": "16"}},
               {"id": 9, "name": "Power_On_Hours", "value": 64, "raw": {"value": 31877, "string": "31877"}},
               {"id": 197, "name": "Current_Pending_Sector", "value": 100, "raw": {"value": 4294967304, "string": "8"}},
               {"id": 198, "name": "Offline_Uncorrectable", "value": 100, "raw": {"value": 0, "string": "0"}}]},
             "power_on_time": {"hours": 31877}, "temperature": {"current": 34}}
            """;
    private static final String NVME = """
            {"smartctl": {"exit_status": 8}, "device": {"name": "/dev/nvme0", "type": "nvme", "protocol": "NVMe"},
             "model_name": "SAMSUNG MZQL2", "serial_number": "S64G ", "smart_status": {"passed": false, "nvme": {"value": 4}},
             "nvme_smart_health_information_log": {"critical_warning": 4, "temperature": 41, "available_spare": 3,
               "percentage_used": 104, "media_errors": 2, "power_on_hours": 9001},
             "temperature": {"current": 41}, "power_on_time": {"hours": 9001}}
            """;
    private static final String SCSI = """
            {"smartctl": {"exit_status": 0}, "scsi_model_name": "HGST HUH728080AL5200", "serial_number": "VLEX",
             "smart_status": {"passed": true}, "temperature": {"current": 33}, "scsi_grown_defect_list": 3}
            """;
    private static final String VIRTUAL = """
            {"smartctl": {"exit_status": 4, "messages": [
               {"string": "Device lacks SMART capability.", "severity": "error"}]}, "model_name": "QEMU HARDDISK"}
            """;
    private static final String VIRTUAL_SCSI = """
            {"smartctl": {"exit_status": 0}, "scsi_model_name": "QEMU QEMU HARDDISK", "smart_support": {"available": false},
             "temperature": {"current": 0}, "scsi_temperature": {"drive_trip": 0}}
            """;
    private static final String ASLEEP = """
            {"smartctl": {"exit_status": 2, "messages": [
               {"string": "Device is in STANDBY mode, exit(2)", "severity": "information"}]}}
            """;

    private final List<List<String>> asked = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();

    @Test
    void whatCountsIsReadOfEachKindOfDisk() throws JsonProcessingException {
        assertThat(read(ATA))
                .isEqualTo(new Disk(
                        "/dev/x",
                        "ST16000NM001G-2KK103",
                        "ZL2EXMPL",
                        true,
                        new Wear(34, 31_877L, 16L, 8L, 0L, null, null),
                        null,
                        null));
        assertThat(read(NVME))
                .isEqualTo(new Disk(
                        "/dev/x",
                        "SAMSUNG MZQL2",
                        "S64G",
                        false,
                        new Wear(41, 9001L, null, null, null, 2L, 104),
                        null,
                        null));
        assertThat(read(SCSI))
                .isEqualTo(new Disk(
                        "/dev/x",
                        "HGST HUH728080AL5200",
                        "VLEX",
                        true,
                        new Wear(33, null, 3L, null, null, null, null),
                        null,
                        null));
        assertThat(read(VIRTUAL))
                .isEqualTo(
                        new Disk("/dev/x", "QEMU HARDDISK", null, null, null, "Device lacks SMART capability.", null));
        assertThat(read(VIRTUAL_SCSI))
                .as("not a disk at 0 degrees")
                .isEqualTo(new Disk("/dev/x", "QEMU QEMU HARDDISK", null, null, null, "it has no SMART", null));
        assertThat(read("{}").problem()).isEqualTo("it does not say whether it is well");
    }

    @Test
    void eachDiskIsAskedOnceAnHourAndOneBehindAControllerByItsNumberThere() {
        answers.put("--scan", """
                {"devices": [{"name": "/dev/sda", "type": "scsi"}, {"name": "/dev/bus/0", "type": "megaraid,3"}]}""");
        answers.put("/dev/sda", ATA);
        answers.put("/dev/bus/0", SCSI);
        DisksProbe probe = new DisksProbe();

        List<Disk> disks = disks(probe);

        assertThat(disks).extracting(Disk::device).containsExactly("/dev/sda", "/dev/bus/0 megaraid,3");
        assertThat(asked.get(1)).doesNotContain("-d");
        assertThat(asked.get(2)).containsSubsequence("-n", "standby", "-d", "megaraid,3", "/dev/bus/0");
        assertThat(disks(probe)).isEqualTo(disks);
        assertThat(asked).hasSize(3);
    }

    @Test
    void aDiskThatDoesNotAnswerIsToldOfAndHidesNoOther() {
        answers.put("--scan", """
                {"devices": [{"name": "/dev/sda", "type": "scsi"}, {"name": "/dev/sdb", "type": "scsi"}]}""");
        answers.put("/dev/sdb", ATA);
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-29T10:00:00Z"));
        DisksProbe probe = new DisksProbe(now::get);

        List<Disk> disks = disks(probe);

        assertThat(disks.getFirst().passed()).isNull();
        assertThat(disks.getFirst().problem()).startsWith("smartctl: ");
        assertThat(disks.getLast().serial()).isEqualTo("ZL2EXMPL");
        assertThat(disks(probe)).as("not asked again at once").isEqualTo(disks);
        assertThat(asked).hasSize(3);
        now.updateAndGet(before -> before.plusSeconds(3600));
        disks(probe);
        assertThat(asked).hasSize(6);
        now.updateAndGet(before -> before.minusSeconds(60));
        disks(probe);
        assertThat(asked).as("the clock was set back").hasSize(9);
    }

    @Test
    void aDiskThatSleepsSaysSo() throws JsonProcessingException {
        assertThat(read(ASLEEP).asleep()).isTrue();
        assertThat(read(ASLEEP.replace("STANDBY", "SLEEP")).asleep()).isTrue();
        assertThat(read(ATA).asleep()).isNull();
    }

    @Test
    void withoutSmartctlOrADiskThereIsNothingToSay() {
        Machine without = new Machine((_, _, _) -> new ExecResult.Missing("smartctl"), Path.of("/"));
        assertThat(new DisksProbe().observe(without, Watch.NOTHING)).isEmpty();
        answers.put("--scan", "{\"smartctl\": {\"exit_status\": 0}}");
        assertThat(new DisksProbe().observe(machine(), Watch.NOTHING)).isEmpty();
    }

    private List<Disk> disks(DisksProbe probe) {
        return ((DisksFact) probe.observe(machine(), Watch.NOTHING).getFirst()).disks();
    }

    private Machine machine() {
        return new Machine(
                (invocation, _, _) -> {
                    asked.add(invocation.argv());
                    return invocation.argv().stream()
                            .filter(answers::containsKey)
                            .findFirst()
                            .<ExecResult>map(key -> new ExecResult.Exited(4, answers.get(key), "", false))
                            .orElseGet(() -> new ExecResult.TimedOut("", ""));
                },
                Path.of("/"));
    }

    private static Disk read(String json) throws JsonProcessingException {
        return SmartReading.of("/dev/x", Json.mapper().readTree(json));
    }
}
