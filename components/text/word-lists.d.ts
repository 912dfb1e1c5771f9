/** The package's own entry takes all lists together; ours are taken one by one. */
declare module '@zxcvbn-ts/language-en/dist/*.json.mjs' {
  const words: string[];
  export default words;
}
