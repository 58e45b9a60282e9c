// How each kind of fact is drawn; a kind without a drawing is shown as its JSON.
import { time } from '/api.js';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export function size(bytes) {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  return `${(bytes / 1024 ** step).toFixed(step ? 1 : 0)} ${UNITS[step]}`;
}

/** Seconds, minutes, hours or days since then, in words. */
export function ago(text) {
  if (!text) return 'never';
  const seconds = Math.max(0, Math.round((Date.now() - new Date(text)) / 1000));
  if (Number.isNaN(seconds)) return String(text);
  const [count, unit] = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']].find(([c]) => seconds >= c) ?? [1, 's'];
  return `${Math.floor(seconds / count)} ${unit} ago`;
}

function bar(el, used, all) {
  const percent = all ? Math.round((100 * used) / all) : 0;
  const tone = percent >= 90 ? 'bad' : percent >= 80 ? 'warn' : 'ok';
  return el('span', {}, el('meter', { min: 0, max: 100, high: 80, optimum: 0, value: percent, title: `${percent} %` }), ' ',
    el('span', { class: `badge ${tone}` }, `${percent} %`));
}

const DRAWINGS = {
  system: ({ el, table }, f) => table(['Host name', 'System', 'Kernel', 'Booted', 'CPUs', 'Memory'],
    [[f.hostname, `${f.os} ${f.osVersion}`, f.kernel, time(f.bootTime), f.cpus, size(f.memoryBytes)]]),
  storage: ({ el, table }, f) => table(['Mounted on', 'Source', 'Type', 'Size', 'Used', 'Fill'],
    f.fileSystems.map(s => [s.mountPoint, s.source, s.type, size(s.sizeBytes), size(s.usedBytes), bar(el, s.usedBytes, s.sizeBytes)])),
  network: ({ el, table }, f) => el('div', {},
    table(['Device', 'Address'], f.addresses.map(a => [a.device, a.address])),
    table(['To', 'By way of', 'Device'], f.routes.map(r => [r.destination, r.gateway ?? 'directly', r.device])),
    table(['Protocol', 'Listens on', 'Port', 'Process', 'Since'],
      f.sockets.map(s => [s.protocol, s.address, s.port, s.process ? `${s.process} (${s.pid})` : '', time(s.startedAt)]))),
  units: ({ el, table }, f) => table(['Unit not as expected', 'State', 'Since'],
    f.units.map(u => [u.name, el('span', { class: 'badge bad' }, `${u.active} (${u.sub})`), time(u.since)])),
  checkouts: ({ el, table }, f) => table(['Checkout', 'HEAD', 'Tag or branch', 'Changed files'],
    f.checkouts.map(c => [c.path, c.head ? c.head.slice(0, 12) : (c.problem ?? ''), c.tag ?? c.branch ?? '',
      c.dirtyFiles.length ? el('span', { class: 'badge warn', title: c.dirtyFiles.join('\n') }, c.dirtyFiles.length) : 'clean'])),
  certificates: ({ el, table }, f) => table(['File', 'Names', 'Until'],
    f.certificates.map(c => [c.path, c.problem ?? c.names.join(', '), time(c.notAfter)])),
  capabilities: ({ el, table }, f) => table(['Tool', 'Version', 'Found at'], f.capabilities.map(c => [c.name, c.version ?? '', c.path])),
  pools: ({ el, table }, f) => table(['Pool', 'Health', 'Size', 'Fill'], f.pools.map(p => [p.name,
    el('span', { class: `badge ${p.health === 'ONLINE' ? 'ok' : 'bad'}` }, p.health), size(p.sizeBytes), bar(el, p.allocatedBytes, p.sizeBytes)])),
  datasets: ({ el, table }, f) => table(['Dataset', 'Used', 'Available', 'Mounted on'],
    f.datasets.map(d => [d.name, size(d.usedBytes), size(d.availableBytes), d.mountPoint ?? ''])),
  bans: ({ el, table }, f) => table(['Banned network', 'Since'], f.enforced.map(b => [b.network, time(b.since)])),
};

export function draw(api, fact) {
  const el = api.el;
  const table = (heads, rows) => api.table(heads, rows, 'none');
  const drawing = DRAWINGS[fact.kind];
  const body = drawing ? drawing({ el, table }, fact.data) : el('pre', {}, JSON.stringify(fact.data, null, 2));
  return el('details', { class: 'card', 'data-kind': fact.kind, open: ['storage', 'units', 'network'].includes(fact.kind) },
    el('summary', { 'data-key': fact.kind }, `${fact.kind}, `, el('span', { title: time(fact.observedAt) }, ago(fact.observedAt))), body);
}
