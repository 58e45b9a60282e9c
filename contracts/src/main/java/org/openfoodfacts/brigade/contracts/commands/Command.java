package org.openfoodfacts.brigade.contracts.commands;

import org.openfoodfacts.brigade.contracts.Message;

/** Do this once, before a deadline. Its id is the CloudEvents id, its deadline the expiry; both are signed. */
public sealed interface Command extends Message
        permits TakeSnapshot,
                DestroySnapshots,
                MeasureSnapshots,
                PullDatasets,
                RollBackDataset,
                RenameDataset,
                DestroyDataset,
                CloneSnapshots,
                SwapClones,
                DestroyClones,
                StopUnits,
                StartUnits,
                InspectCheckout,
                FetchRelease,
                CheckOutRelease,
                RunBuild,
                VerifyRelease,
                IssuePsk,
                InstallPsk,
                CancelCommand {}
