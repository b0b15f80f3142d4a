/**
 * What the page's rooms ask a browser for as soon as they are loaded, for unit tests of one room: imported before the room.
 * No frame is ever drawn, and no other tab is heard of.
 */
const given = {
  document: { visibilityState: 'visible', hidden: false, documentElement: { dataset: {} }, addEventListener() {} },
  navigator: { languages: [], userAgent: '' },
  addEventListener() {},
  removeEventListener() {},
  requestAnimationFrame: () => 0,
  cancelAnimationFrame() {},
};
// Node has some of these names, and does not let them be assigned to.
for (const [name, value] of Object.entries(given))
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
