/** What tools answer with: success with data. */
export function ok(data: unknown): { readonly success: true; readonly data: unknown } {
  return { success: true, data };
}

/** Success with nothing but a message. */
export function done(message: unknown): { readonly success: true; readonly message: unknown } {
  return { success: true, message };
}

/** Refusal, with its reason. */
export function fail(error: unknown): { readonly success: false; readonly error: unknown } {
  return { success: false, error };
}
