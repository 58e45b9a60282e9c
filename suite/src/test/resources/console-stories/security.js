// Trust and keys.
import { again, all, button, calls, check, confirmations, count, field, hurry, items, open, play, same, sees, until } from './played.js';

const node = { node: 'south1', status: 'ENROLLED', keyId: 'k1', enrolledAt: '2026-03-14T09:26:53Z' };
const tunnel = { name: 'south1:db', server: { node: 'north1' }, client: { node: 'south1' } };

function trust() {
  play('GET security/nodes', items(node));
  play('GET security/tunnels', items(tunnel));
}

export default {
  async 'a token is told with the name that was invited'() {
    trust();
    play('POST security/invitations', { token: 'secret', expiresAt: '2026-03-14T09:26:53Z' });
    await open('security', 'Security');
    field('node').value = 'east1';
    button('Make a token').click();
    await until(() => calls.some(call => call.body?.node === 'east1'), 'it is asked for');
    field('node').value = 'west1';
    await sees('The token of east1');
  },

  async 'a new key is made only when that is confirmed, and named'() {
    trust();
    const asked = confirmations(false);
    await open('security', 'Security');
    button('New key').click();
    check(asked[0].includes('south1:db'), asked[0]);
    same(count('POST'), 0);
  },

  async 'a reason that is half written stays, also without the focus'() {
    hurry();
    trust();
    await open('security', 'Security');
    button('Revoke…').click();
    field('reason').value = 'stol';
    field('reason').blur();
    await again('GET security/nodes');
    same(field('reason').value, 'stol');
    play('POST security/nodes/south1/revoke', {});
    play('GET security/nodes', items({ ...node, status: 'REVOKED' }));
    button('Revoke south1').click();
    await until(() => !field('reason') && all('.badge')[0].textContent === 'REVOKED', 'it is revoked');
    same(calls.find(call => call.path.startsWith('POST')).body, { reason: 'stol' });
  },

  async 'who does not revoke after all sees how things are'() {
    hurry();
    trust();
    await open('security', 'Security');
    button('Revoke…').click();
    field('reason').value = 'stol';
    play('GET security/nodes', items(node, { ...node, node: 'south2' }));
    await sees('Not refreshed while you write.');
    await again('GET security/nodes');
    same(all('.held').length, 1);
    button('Cancel').click();
    await sees('south2');
    check(!field('reason') && !all('.held').length, 'the form is gone');
    same(document.activeElement.dataset.key, 'revoke south1');
    same(count('POST'), 0);
  },

  async 'who is no admin sees no button'() {
    trust();
    await open('security', 'Security', 'operator');
    await sees('south1:db');
    same(all('form, button').length, 0);
  },
};
