/** Words that say nothing about what is wanted, as {@link planWords} leaves them. */
export const stopWords: ReadonlySet<string> = new Set(
  (
    'a an the to of for and or in on at by with from my me i is it that this be am are was will would you your please ' +
    'help need want also as have has can could then after if so his her their our we ' +
    'את של על עמ אל או גמ כי אני לי אנא צריכ רוצה זה הוא היא כל'
  ).split(' '),
);
