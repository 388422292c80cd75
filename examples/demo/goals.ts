/** What the demo is asked to reach, in the words of people. */
export const goals = [
  'תקרא מה עשינו בדצמבר בתבואות, תבין את האסטרטגיה ותקבע פגישה עם יואב',
  'I run a bakery and need help planning for retirement at 55 while growing to 3 locations, with a $50k emergency fund',
  'A product-launch campaign from one brief: content for three channels, checked against brand rules, scheduled behind approvals',
] as const;
