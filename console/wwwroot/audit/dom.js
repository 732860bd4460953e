// Makes elements. Text is always text: nothing that comes from the platform is read as HTML.

/**
 * @param {string} tag
 * @param {object} attributes Attributes; those that begin with "on" are handlers.
 * @param {...(Node|string|null)} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter(child => child !== null));
  return element;
}

export const button = (text, onclick, attributes = {}) => make('button', { type: 'button', class: 'audit-button', onclick, ...attributes }, text);
