/** A part of the page that is drawn without a browser, to be filled in and pressed by a unit test. No frame is ever drawn. */
import './barePage';
import { parseHTML } from 'linkedom';
import { type ComponentType, h, render } from 'preact';
import { beforeEach } from 'vitest';

/** Whatever is shown without a frame. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A document of this test file, empty before each of its tests. */
export function drawnPart() {
  const { window, document } = parseHTML('<!doctype html><html><body></body></html>');
  let focused: HTMLElement | undefined;

  beforeEach(() => {
    Object.assign(globalThis, { document, window });
    // What linkedom lacks.
    Object.assign(window.HTMLElement.prototype, {
      onkeydown: null,
      scrollIntoView() {},
      showModal() {},
      setCustomValidity() {},
      focus(this: HTMLElement) {
        focused = this;
      },
    });
    focused = undefined;
    render(null, document.body);
  });

  const all = <T extends HTMLElement>(selector: string) => [...document.querySelectorAll(selector)] as unknown as T[];
  const find = <T extends HTMLElement>(selector: string) => all<T>(selector)[0] as T;
  function dispatch(element: HTMLElement, name: string, more: object = {}) {
    const event = new window.Event(name, { bubbles: true, cancelable: true });
    element.dispatchEvent(Object.assign(event, more) as unknown as Event);
  }
  return {
    all,
    find,
    /** The element that was given the keyboard last. */
    focused: () => focused,
    async show<P extends object>(component: ComponentType<P>, props: P) {
      render(h(component, props), document.body);
      await settled();
    },
    /** field: its selector, or itself */
    async type(field: string | HTMLElement, value: string) {
      const element = (typeof field === 'string' ? find(field) : field) as HTMLInputElement;
      element.value = value;
      dispatch(element, 'input');
      await settled();
    },
    async press(selector: string, name = 'click') {
      dispatch(find(selector), name);
      await settled();
    },
    /** Waits for nothing. */
    pressKey: (selector: string, key: string) => dispatch(find(selector), 'keydown', { key }),
  };
}
