package org.openfoodfacts.brigade.inventory;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** The REST side of the service under test. */
final class ServiceUnderTest {
    private ServiceUnderTest() {}

    static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }

    static ValidatableResponse get(String path) {
        return as("viewer").get(path).then();
    }

    static URI uri(String path) {
        return URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/inventory" + path);
    }
}
