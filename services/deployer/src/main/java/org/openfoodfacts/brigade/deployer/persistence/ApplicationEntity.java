package org.openfoodfacts.brigade.deployer.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** An application with its flavors, as the fleet declares it. */
@Entity
@Table(name = "application")
public class ApplicationEntity {
    @Id
    private String name;

    private String declared;

    protected ApplicationEntity() {}

    ApplicationEntity(DeclaredApplication application) {
        this.name = application.name();
        this.declared = JsonText.write(application);
    }

    DeclaredApplication toApplication() {
        return JsonText.read(declared, DeclaredApplication.class);
    }
}
