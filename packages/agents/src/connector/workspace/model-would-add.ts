/** What each function says where a model would have written more: what is there is real, and not everything. */
export const modelWouldAdd = {
  analysis: 'Every line is quoted. A model would also weigh the lines against each other and say what follows.',
  summary: 'Sentences are quoted. A model would also join them into a text.',
  agenda: 'Topics are quoted from the documents. A model would also say what to ask for under each of them.',
  message: 'Written from a template. A model would fit it to the reader and to what was said before.',
  campaign: 'Written from the brief by template. A model would vary the texts and find images for them.',
  report: 'Figures and findings are computed. A model would also explain them in the words of this business.',
  review: 'Found by rules. A model would also rewrite the passages.',
} as const;
