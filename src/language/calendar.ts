/** Sunday is the first, as `Date.getUTCDay` counts. */
export const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const monthNames = 'January February March April May June July August September October November December'.split(' ');

/** The same in lower case, to be found in texts. */
export const weekdays = weekdayNames.map((name) => name.toLowerCase());
export const months = monthNames.map((name) => name.toLowerCase());
