/** Tools that an agent may have that only hands on. */
export const coordinationTools: readonly string[] = [
  'delegate',
  'message_send',
  'message_receive',
  'message_done',
  'context_read',
  'context_list',
  'context_write',
];
