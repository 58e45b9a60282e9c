package org.openfoodfacts.brigade.agent.identity;

import java.security.PublicKey;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;
import org.openfoodfacts.brigade.contracts.signing.Signer;

/** The node's own keys: one it signs with, one that secrets are sealed to. Their private halves never leave the machine. */
public record NodeKeys(Signer signer, PublicKey signingKey, SealingKey sealingKey) {}
