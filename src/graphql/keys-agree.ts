/**
 * The type of an input of the SDL where it has the same keys as the domain's input. Otherwise a type that the
 * input does not satisfy, with `Place`, the file to change, and the keys that only one of the two has.
 */
export type KeysAgree<Input, DomainInput, Place extends string> = [
  OnlyIn<Input, DomainInput> | OnlyIn<DomainInput, Input>,
] extends [never]
  ? Input
  : Record<Place, OnlyIn<Input, DomainInput> | OnlyIn<DomainInput, Input>>;

type OnlyIn<One, Other> = Exclude<keyof One, keyof Other>;
