package analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;

/** Lucene's own accent folding, under Elasticsearch's usual name. */
@NamedComponent("asciifolding")
public class Folding implements TokenFilterFactory {
  @Override
  public TokenStream create(TokenStream words) {
    return new ASCIIFoldingFilter(words);
  }
}
