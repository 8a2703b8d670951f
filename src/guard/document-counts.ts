import { GraphQLError, Lexer, Source, type Token, TokenKind } from 'graphql';

export interface DocumentCounts {
  /** As graphql-js counts them for `maxTokens`: without comments and the end of the file. */
  tokens: number;
  /** The deepest nesting of braces and brackets. */
  nesting: number;
  aliases: number;
  directives: number;
  /** Fragment definitions. */
  fragments: number;
  /** Fields that repeat a response key of the same selection set. */
  repeats: number;
  /**
   * An upper bound of the root fields of one operation: its own and those of every fragment on a root type.
   * Fields with the same response key count each time.
   */
  rootFields: number;
}

const rootTypes = new Set(['Query', 'Mutation', 'Subscription']);
const operations = new Set(['query', 'mutation', 'subscription']);

/**
 * Counts the parts of a document by its tokens, without recursion. It uses the lexer of graphql-js, so it
 * agrees with the parser on strings and comments. Counting stops at the first lexical error.
 */
export function countDocument(text: string): DocumentCounts {
  const counter = new Counter();
  const lexer = new Lexer(new Source(text));
  try {
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance())
      counter.count(token);
  } catch (thrown) {
    if (!(thrown instanceof GraphQLError)) throw thrown;
  }
  return counter.counts();
}

class Counter {
  #tokens = 0;
  #open = 0;
  #nesting = 0;
  #aliases = 0;
  #directives = 0;
  #fragments = 0;
  #repeats = 0;
  #parentheses = 0;
  #last: Token | undefined;
  #lastButOne: Token | undefined;
  /** The names before the definition's selection set, such as `fragment`, its name, `on` and the type. */
  #head: string[] = [];
  /** For each open selection set, whether its fields are root fields. */
  #selections: boolean[] = [];
  /** For each open selection set, the names and aliases of its fields so far. */
  #names: Set<string>[] = [];
  #isInlineFragment = false;
  #rootFields = 0;
  #rootFieldsOfFragments = 0;
  #rootFieldsOfLargestOperation = 0;

  counts(): DocumentCounts {
    this.#endDefinition();
    return {
      tokens: this.#tokens,
      nesting: this.#nesting,
      aliases: this.#aliases,
      directives: this.#directives,
      fragments: this.#fragments,
      repeats: this.#repeats,
      rootFields: this.#rootFieldsOfLargestOperation + this.#rootFieldsOfFragments,
    };
  }

  count(token: Token): void {
    this.#tokens += 1;
    switch (token.kind) {
      case TokenKind.BRACE_L:
        this.#openBracket();
        if (this.#parentheses === 0) this.#openSelection();
        break;
      case TokenKind.BRACKET_L:
        this.#openBracket();
        break;
      case TokenKind.BRACE_R:
        this.#open = Math.max(0, this.#open - 1);
        if (this.#parentheses === 0) this.#closeSelection();
        break;
      case TokenKind.BRACKET_R:
        this.#open = Math.max(0, this.#open - 1);
        break;
      case TokenKind.PAREN_L:
        this.#parentheses += 1;
        break;
      case TokenKind.PAREN_R:
        this.#parentheses = Math.max(0, this.#parentheses - 1);
        break;
      case TokenKind.AT:
        this.#directives += 1;
        break;
      case TokenKind.COLON:
        // Inside parentheses a colon belongs to an argument, a variable or an object field.
        if (this.#parentheses === 0) this.#aliases += 1;
        break;
      case TokenKind.SPREAD:
        this.#isInlineFragment = true;
        break;
      case TokenKind.NAME:
        if (this.#parentheses === 0) this.#countName(token);
        break;
    }
    this.#lastButOne = this.#last;
    this.#last = token;
  }

  #openBracket(): void {
    this.#open += 1;
    this.#nesting = Math.max(this.#nesting, this.#open);
  }

  #openSelection(): void {
    const parent = this.#selections.at(-1);
    this.#names.push(new Set());
    this.#selections.push(parent === undefined ? this.#isRootDefinition() : parent && this.#isInlineFragment);
    this.#isInlineFragment = false;
  }

  #closeSelection(): void {
    this.#selections.pop();
    this.#names.pop();
    this.#isInlineFragment = false;
    if (this.#selections.length === 0) this.#endDefinition();
  }

  #isRootDefinition(): boolean {
    const [keyword, , , type = ''] = this.#head;
    return this.#isOperation() || (keyword === 'fragment' && rootTypes.has(type));
  }

  #isOperation(): boolean {
    const [keyword] = this.#head;
    return keyword === undefined || operations.has(keyword);
  }

  #endDefinition(): void {
    if (this.#isOperation()) {
      this.#rootFieldsOfLargestOperation = Math.max(this.#rootFieldsOfLargestOperation, this.#rootFields);
    } else {
      this.#rootFieldsOfFragments += this.#rootFields;
      if (this.#head[0] === 'fragment') this.#fragments += 1;
    }
    this.#rootFields = 0;
    this.#head = [];
  }

  #countName(token: Token): void {
    const before = this.#last?.kind;
    if (before === TokenKind.AT) return;
    if (this.#selections.length === 0) {
      this.#head.push(token.value);
      return;
    }
    const isTypeCondition =
      this.#last?.kind === TokenKind.NAME &&
      this.#last.value === 'on' &&
      this.#lastButOne?.kind === TokenKind.SPREAD;
    if (before === TokenKind.COLON || before === TokenKind.SPREAD || isTypeCondition) return;
    this.#isInlineFragment = false;
    const names = this.#names.at(-1);
    if (names?.has(token.value)) this.#repeats += 1;
    names?.add(token.value);
    if (this.#selections.at(-1)) this.#rootFields += 1;
  }
}
