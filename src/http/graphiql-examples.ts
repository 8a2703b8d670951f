import type { GraphiQLOptions } from 'graphql-yoga';

/** Operations that run as they are; each opens as a tab of its own. */
export const examples: readonly { name: string; query: string; variables?: Record<string, unknown> }[] = [
  {
    name: 'Ranking',
    query: `# The published ranking of 2024. Its shares add
# up to less than 100: \`unlistedShare\` says what
# was never listed. Counts were not published, so
# \`votes\` is null; the survey "sandbox" has them.
query Ranking($survey: String! = "top-crypto-narratives-2024") {
  survey(slug: $survey) {
    title
    status
    resultSource
    outcome {
      isFinal
      unlistedShare
    }
    results(first: 10) {
      rank
      share
      votes
      marginToNext
      narrative {
        shortName
        name
      }
    }
  }
}
`,
  },
  {
    name: 'One narrative',
    query: `# What one narrative says, and how it fared.
query OneNarrative($slug: String! = "depin") {
  narrative(slug: $slug) {
    name
    summary
    keyPoints {
      title
      body
    }
    results(first: 5) {
      nodes {
        rank
        share
        survey {
          title
          edition
        }
      }
    }
    articles(first: 3) {
      nodes {
        slug
        title
      }
    }
  }
}
`,
  },
  {
    name: 'Article page',
    query: `# All that an article's page shows, in one request.
# Texts come as HTML, Markdown or plain text.
query ArticlePage($slug: String! = "top-crypto-narratives-2024") {
  article(slug: $slug) {
    title
    excerpt
    author {
      name
    }
    category {
      name
    }
    readingTimeMinutes
    sections(maxLevel: 2) {
      anchor
      heading
      body(format: TEXT)
    }
    faqs {
      question
      answer(format: TEXT)
    }
    disclaimer
    related {
      slug
      title
    }
  }
}
`,
  },
  {
    name: 'Search',
    query: `# Full text over narratives, surveys and articles.
# The words that matched stand in <mark>.
query Search($words: String! = "data availability") {
  search(query: $words, first: 5) {
    totalCount
    edges {
      snippet
      node {
        __typename
        ... on Narrative {
          slug
          name
        }
        ... on Survey {
          slug
          title
        }
        ... on Article {
          slug
          title
        }
      }
    }
  }
}
`,
  },
  {
    name: 'Dashboard',
    query: `# Several panels in one request: each alias is a panel.
query Dashboard {
  newest: surveys(first: 3) {
    totalCount
    nodes {
      slug
      title
      status
      results(first: 3) {
        rank
        share
        narrative {
          shortName
        }
      }
    }
  }
  sandbox: survey(slug: "sandbox") {
    status
    voteCount
    results {
      rank
      votes
      share
      narrative {
        shortName
      }
    }
  }
  research: articles(first: 3, filter: { category: "research" }, orderBy: { field: TITLE }) {
    totalCount
    nodes {
      title
      readingTimeMinutes
    }
  }
}
`,
  },
  {
    name: 'Live',
    query: `# The sample survey as it moves: a new state at most once
# a second. \`npm run cli -- demo\` makes people vote.
subscription Live($survey: String! = "sandbox") {
  surveyResults(survey: $survey) {
    status
    voteCount
    results(first: 5) {
      rank
      votes
      share
      narrative {
        shortName
      }
    }
  }
}
`,
  },
  {
    name: 'Refetch by id',
    query: `# Every object has a global id, by which \`node\`
# finds it again. This one is the narrative DePIN.
query RefetchById($id: ID! = "TmFycmF0aXZlOmRlcGlu") {
  node(id: $id) {
    id
    __typename
    ... on Narrative {
      slug
      name
    }
  }
}
`,
  },
];

export const graphiql: GraphiQLOptions = {
  title: 'Moon Awards',
  defaultTabs: examples.map(({ query, variables }) => ({
    query,
    ...(variables && { variables: JSON.stringify(variables, null, 2) }),
  })),
  defaultQuery: examples[0]?.query ?? '',
  shouldPersistHeaders: false,
  // What an operation costs is best learned where it is written.
  additionalHeaders: { 'X-GraphQL-Cost': 'report' },
};
