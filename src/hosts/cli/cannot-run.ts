/** Something that a user can mend keeps the tool from running; the message is all they need to see. */
export class CannotRun extends Error {}
