/** The direction in which a text is read: that of its first letter that has one. */
export function directionOf(text: string): 'rtl' | 'ltr' {
  const [letter] = /\p{L}/u.exec(text) ?? [];
  return letter !== undefined && /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u.test(letter)
    ? 'rtl'
    : 'ltr';
}
