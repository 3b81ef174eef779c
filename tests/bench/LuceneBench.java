// SPDX-License-Identifier: GPL-3.0-or-later
// Lucene 4.10, to compare with: a document a paragraph, EnglishAnalyzer, the text stored.
//
//   LuceneBench index SPLIT DB       SPLIT: a paragraph a line: path, tab, number, tab, text
//   LuceneBench update SPLIT DB      replaces the files that SPLIT names
//   LuceneBench query DB QUERY       the ten best of any word
//   LuceneBench ask DB               the same for each line of standard input; an empty line ends an answer
//   LuceneBench count DB
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;

public class LuceneBench {
  private static final int PAGE = 10;
  private static final Analyzer ANALYZER = new EnglishAnalyzer();

  private static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static void write(String split, String database, IndexWriterConfig.OpenMode mode) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(Version.LATEST, ANALYZER).setOpenMode(mode);
    try (Directory directory = FSDirectory.open(new File(database));
        IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader in = lines(new FileInputStream(split))) {
      String before = null;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] parts = line.split("\t", 3);
        if (mode == IndexWriterConfig.OpenMode.APPEND && !parts[0].equals(before)) {
          writer.deleteDocuments(new Term("path", parts[0]));
          before = parts[0];
        }
        Document document = new Document();
        document.add(new StringField("path", parts[0], Field.Store.YES));
        document.add(new StoredField("number", Integer.parseInt(parts[1])));
        document.add(new TextField("text", parts[2], Field.Store.YES));
        writer.addDocument(document);
      }
      writer.commit();
    }
  }

  private static Query parse(String query) throws ParseException {
    QueryParser parser = new QueryParser("text", ANALYZER);
    try {
      return parser.parse(query);
    } catch (ParseException error) {
      return parser.parse(QueryParser.escape(query));
    }
  }

  private static void answer(IndexSearcher searcher, String query, BufferedWriter out)
      throws IOException, ParseException {
    for (ScoreDoc hit : searcher.search(parse(query), PAGE).scoreDocs) {
      Document document = searcher.doc(hit.doc);
      out.write(hit.score + "\t" + document.get("path") + "\t" + document.get("number") + "\t");
      out.write(document.get("text") + "\n");
    }
  }

  public static void main(String[] words) throws IOException, ParseException {
    String mode = words[0];
    if (mode.equals("index")) {
      write(words[1], words[2], IndexWriterConfig.OpenMode.CREATE);
    } else if (mode.equals("update")) {
      write(words[1], words[2], IndexWriterConfig.OpenMode.APPEND);
    } else {
      BufferedWriter out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
      try (Directory directory = FSDirectory.open(new File(words[1]));
          DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        if (mode.equals("query")) {
          answer(searcher, words[2], out);
        } else if (mode.equals("count")) {
          out.write(reader.numDocs() + "\n");
        } else {
          BufferedReader in = lines(System.in);
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            answer(searcher, line, out);
            out.write("\n");
            out.flush();
          }
        }
      }
      out.flush();
    }
  }
}
