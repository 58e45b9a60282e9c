const REFRESH = 5000;
const TONES = { ENROLLED: 'ok', REVOKED: 'bad', DONE: 'ok', FAILED: 'bad', ISSUING: 'warn', INSTALLING: 'warn' };

const time = (text) => (text ? new Date(text).toLocaleString() : '');

export default {
  title: 'Security',
  order: 50,
  async render(element, api) {
    const el = api.el;
    const badge = (state) => el('span', { class: `badge ${TONES[state] ?? 'idle'}` }, state);
    const notice = api.notice();
    const token = el('div');
    const nodes = el('div');
    const tunnels = el('div');

    element.replaceChildren(invitationForm(), token, notice.line, el('h3', {}, 'Nodes'), nodes, el('h3', {}, 'Tunnels'), tunnels);
    await notice.attempt(refresh);
    return notice.repeat(refresh, REFRESH);

    function invitationForm() {
      const node = el('input', { name: 'node', required: true, maxlength: '63', placeholder: 'node name' });
      const form = el('form', { class: 'form card' }, el('label', {}, 'Invite a machine ', node),
        el('button', { class: 'button', type: 'submit' }, 'Make a token'));
      form.addEventListener('submit', async (event) => {
        event.preventDefault();
        const made = await notice.attempt(() => api.post('invitations', { node: node.value }));
        if (made) {
          showToken(node.value, made);
          node.value = '';
        }
      });
      return form;
    }

    function showToken(node, made) {
      const hide = el('button', { class: 'button', type: 'button' }, 'I have copied it');
      hide.addEventListener('click', () => token.replaceChildren());
      token.replaceChildren(el('div', { class: 'card' },
        el('p', {}, `The token of ${node}, good for one machine until ${time(made.expiresAt)}. It is shown only here:`),
        el('pre', {}, made.token), hide));
    }

    async function refresh() {
      if (element.contains(document.activeElement) && document.activeElement.dataset.reason) {
        return; // somebody is typing a reason
      }
      const [known, declared] = await Promise.all([api.get('nodes?limit=1000'), api.get('tunnels?limit=1000')]);
      nodes.replaceChildren(api.table(['Node', 'Trust', 'Key', 'Enrolled', 'Revoked', ''], known.items.map(nodeRow)));
      tunnels.replaceChildren(api.table(['Tunnel', 'Server', 'Client', 'Key in use', 'Newest rotation', ''], declared.items.map(tunnelRow)));
    }

    function nodeRow(node) {
      return [node.node, badge(node.status), el('code', {}, node.keyId), time(node.enrolledAt), time(node.revokedAt),
        node.status === 'ENROLLED' ? revokeButton(node.node) : ''];
    }

    function revokeButton(name) {
      const button = el('button', { class: 'button quiet', type: 'button' }, 'Revoke…');
      button.addEventListener('click', () => {
        const form = revokeForm(name);
        button.replaceWith(form);
        form.elements.reason.focus();
      });
      return button;
    }

    function revokeForm(name) {
      const reason = el('input', { name: 'reason', required: true, maxlength: '200', placeholder: 'reason', 'data-reason': name });
      const form = el('form', { class: 'form' }, reason, el('button', { class: 'button danger', type: 'submit' }, `Revoke ${name}`));
      form.addEventListener('submit', async (event) => {
        event.preventDefault();
        reason.blur();
        await notice.attempt(() => api.post(`nodes/${name}/revoke`, { reason: reason.value }).then(refresh));
      });
      return form;
    }

    function tunnelRow(tunnel) {
      const latest = tunnel.latest;
      const running = latest && ['ISSUING', 'INSTALLING'].includes(latest.state);
      const rotate = el('button', { class: 'button', type: 'button' }, 'New key');
      rotate.disabled = Boolean(running);
      rotate.addEventListener('click', async () => {
        await notice.attempt(() => api.post(`tunnels/${encodeURIComponent(tunnel.name)}/psk`, {}).then(refresh));
      });
      const newest = latest ? [badge(latest.state), ` ${time(latest.askedAt)} by ${latest.askedBy} ${latest.detail ?? ''}`] : [];
      return [tunnel.name, tunnel.server.node, tunnel.client.node, el('code', {}, tunnel.inUse?.keyId ?? 'not by Brigade'), newest, rotate];
    }
  },
};
