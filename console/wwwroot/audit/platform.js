// What the checks ask for, by way of the console: the platform's own answers, byte for byte.

const base = new URL('audit/data/', document.baseURI);

/** Why something could not be had. */
export class DataProblem extends Error {
  constructor(title, detail) {
    super(title);
    this.detail = detail;
  }
}

async function ask(path) {
  let response;
  try {
    response = await fetch(new URL(path, base), { cache: 'no-store', redirect: 'manual' });
  } catch {
    throw new DataProblem('The console does not answer', 'Nothing was checked. Try again in a moment.');
  }
  if (response.type === 'opaqueredirect' || response.status === 401) {
    throw new DataProblem('Your session has ended', 'Sign in again, and check again.');
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => null);
    throw new DataProblem(problem?.title ?? `The platform answered with status ${response.status}`, problem?.detail ?? 'Nothing was checked.');
  }
  return response;
}

/** @returns {Promise<any>} JSON; an answer that is none is a problem. */
export async function json(path) {
  const response = await ask(path);
  try {
    return await response.json();
  } catch {
    throw new DataProblem('The platform answered with something unexpected', 'Its answer is no JSON; nothing was checked.');
  }
}

export const bytes = async path => new Uint8Array(await (await ask(path)).arrayBuffer());
