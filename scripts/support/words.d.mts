/** @param json A file of word lists. @returns What is shipped of it: the same words, all languages together. */
export function joinWords(json: string): string;
