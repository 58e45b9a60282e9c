// The pages of inventory: the machines, and the journal of what happened to them.
import nodes from './nodes.js';
import journal from './journal.js';

export default [nodes, journal];
