// The pages of zfs-sync: how far the copies are behind, what runs and what room is left; datasets and their snapshots.
import copies from './copies.js';
import datasets from './datasets.js';

export default [copies, datasets];
