package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.facts.DisksProbe;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.facts.DisksFact;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;

/** {@code smartctl --json} as the probe uses it. */
interface DisksContract {
    ToolMachine machine();

    /** An ATA disk that is well, as the kernel calls it. */
    String well();

    /** A SCSI disk without SMART, as a virtual machine has. */
    String withoutSmart();

    @Test
    default void aDiskThatIsWellSaysSoAndWhatItCounted() {
        Disk disk = disk(well());

        assertThat(disk.passed()).isTrue();
        assertThat(disk.problem()).isNull();
        assertThat(disk.model()).isNotBlank();
        assertThat(disk.serial()).isNotBlank();
        assertThat(disk.wear().celsius()).isBetween(20, 60);
        assertThat(disk.wear().powerOnHours()).isPositive();
        assertThat(disk.wear().reallocated()).isZero();
        assertThat(disk.asleep()).isNull();
    }

    @Test
    default void oneWithoutSmartSaysNothingOfItselfAndNoTemperatureEither() {
        Disk disk = disk(withoutSmart());

        assertThat(disk.passed()).isNull();
        assertThat(disk.problem()).isEqualTo("it has no SMART");
        assertThat(disk.model()).isNotBlank();
        assertThat(disk.wear()).isNull();
    }

    @Test
    default void oneThatIsNotThereCannotBeOpened() throws JsonProcessingException {
        JsonNode answer = answer(2, "smartctl", "--json", "-i", "-H", "/dev/nosuch");

        assertThat(answer.at("/smartctl/messages/0/string").asText())
                .isEqualTo("Smartctl open device: /dev/nosuch failed: No such device");
        assertThat(answer.at("/smartctl/exit_status").asInt()).isEqualTo(2);
    }

    @Test
    default void anOptionItDoesNotKnowIsAUsageError() throws JsonProcessingException {
        JsonNode answer = answer(1, "smartctl", "--json", "--frob", well());

        assertThat(answer.at("/smartctl/messages/0/string").asText()).isEqualTo("=======> UNRECOGNIZED OPTION: frob");
    }

    default Disk disk(String device) {
        List<Disk> all = disks();
        return all.stream()
                .filter(disk -> disk.device().equals(device))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + device + " among " + all));
    }

    default List<Disk> disks() {
        DisksFact fact = (DisksFact) new DisksProbe()
                .observe(new Machine(machine().exec(), Path.of("/")), Watch.NOTHING)
                .getFirst();
        return fact.disks();
    }

    private JsonNode answer(int code, String... argv) throws JsonProcessingException {
        var ended = machine().run(argv);
        assertThat(ended.code()).as(ended.output()).isEqualTo(code);
        return Json.mapper().readTree(ended.output());
    }
}
