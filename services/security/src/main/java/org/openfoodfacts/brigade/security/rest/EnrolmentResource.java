package org.openfoodfacts.brigade.security.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.openfoodfacts.brigade.contracts.enrolment.Admission;
import org.openfoodfacts.brigade.contracts.enrolment.InvitationToken;
import org.openfoodfacts.brigade.contracts.sealing.Sealing;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.platform.rest.ProblemCode;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;
import org.openfoodfacts.brigade.security.EnrolmentLimits;
import org.openfoodfacts.brigade.security.EnrolmentService;
import org.openfoodfacts.brigade.security.domain.Enrolment;
import org.openfoodfacts.brigade.security.domain.NodeKeys;

/** Where a new machine presents its token. Open to everybody: the token is the proof. */
@Path("/enrolments")
public class EnrolmentResource {
    private final EnrolmentService enrolments;
    private final EnrolmentLimits limits;
    private final RequestTrace request;

    EnrolmentResource(EnrolmentService enrolments, EnrolmentLimits limits, RequestTrace request) {
        this.enrolments = enrolments;
        this.limits = limits;
        this.request = request;
    }

    /** {@code signingKey}: Ed25519 SubjectPublicKeyInfo, {@code sealingKey}: raw X25519 public key, both base64. */
    public record EnrolmentRequest(
            @NotBlank String token,
            @NotBlank String node,
            @NotBlank String signingKey,
            @NotBlank String sealingKey) {

        /** Tokens must not reach a log. */
        @Override
        public String toString() {
            return "EnrolmentRequest[node=" + node + "]";
        }
    }

    @POST
    @PermitAll
    @Operation(summary = "Enrol a machine: its public keys for access to Kafka and the services' public keys.")
    public Uni<Admission> enrol(@NotNull @Valid EnrolmentRequest body, @Context HttpServerRequest http) {
        InvitationToken token = InvitationToken.parse(body.token().strip())
                .orElseThrow(() -> ProblemException.field(
                        "token", "is no enrolment token; copy the whole line that 'brigade node add' printed"));
        if (!token.node().equals(body.node())) {
            throw ProblemException.field("node", "is not the one the token was made for (" + token.node() + ")");
        }
        String address = http.remoteAddress().hostAddress();
        limits.take(address).ifPresent(wait -> {
            throw ProblemException.tooMany("too many enrolments are tried; ask again after Retry-After", wait);
        });
        checkKeys(body);
        return enrolments
                .enrol(token, new NodeKeys(body.signingKey(), body.sealingKey()), request.trace())
                .map(enrolment -> switch (enrolment) {
                    case Enrolment.Admitted admitted -> {
                        limits.giveBack(address);
                        yield admitted.admission();
                    }
                    case Enrolment.Refused refused -> throw new ProblemException(ProblemCode.FORBIDDEN, refused.why());
                });
    }

    private static void checkKeys(EnrolmentRequest body) {
        try {
            KeyCodec.publicKey(body.signingKey());
        } catch (IllegalArgumentException e) {
            throw ProblemException.field("signingKey", "is " + e.getMessage());
        }
        if (!isSealingKey(body.sealingKey())) {
            throw ProblemException.field("sealingKey", "is not an X25519 public key (32 bytes in base64)");
        }
    }

    /** Also among keys of the right length there are some that nothing can be sealed to: the points of low order. */
    private static boolean isSealingKey(String base64) {
        try {
            var _ = Sealing.seal(new byte[1], base64, "probe");
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
