/**
 * The sentence of an error that was written for the reviewer. What a listener of the task throws reaches the page wrapped
 * in English sentences of the engine; what is in Chinese is meant for the screen, the rest for whoever reads the console.
 *
 * @param message of an error; may be missing
 * @returns the Chinese sentence, null if there is none
 */
export const chineseFailure = message => {
  const thrown = /Message: '([\s\S]*?)'\s*$/.exec(message || '');
  const text = thrown ? thrown[1] : message || '';
  return /\p{Script=Han}/u.test(text) ? text : null;
};
