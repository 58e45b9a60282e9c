package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** What the console loads from zfs-sync: {@code page.js} and all modules that are reached from it. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class PagesIT {
    private static final Pattern IMPORT = Pattern.compile("from '\\./([a-z]+\\.js)'");
    private static final Pattern MARKUP = Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write");

    @Test
    void everyModuleThatAPageImportsIsServed() {
        Map<String, String> modules = new LinkedHashMap<>();
        load("page.js", modules);
        assertThat(modules).containsKeys("copies.js", "transfers.js", "pools.js", "disks.js", "datasets.js");
    }

    @Test
    void noPageMakesMarkupOfWhatTheApiAnswers() {
        Map<String, String> modules = new LinkedHashMap<>();
        load("page.js", modules);
        assertThat(modules).allSatisfy((name, text) -> assertThat(text).as(name).doesNotContainPattern(MARKUP));
    }

    @Test
    void aBrowserDoesNotKeepAPageForLaterVersions() {
        assertThat(given().get("/ui/page.js").then().statusCode(200).extract().header("Cache-Control"))
                .isNull();
    }

    private static void load(String name, Map<String, String> modules) {
        if (modules.containsKey(name)) {
            return;
        }
        String text = given().get("/ui/" + name)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/javascript"))
                .extract()
                .asString();
        modules.put(name, text);
        IMPORT.matcher(text).results().forEach(found -> load(found.group(1), modules));
    }
}
